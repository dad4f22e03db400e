"""What was promised, by whom, until when: agreements, functions with their holders, commitments.

Hears nobody; is asked and told by people. Says what becomes of agreements and of functions (schemas.agreements).
"""
