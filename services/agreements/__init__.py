"""What was promised, by whom, until when: agreements, functions with mailboxes, commitments.

Hears nobody; is asked and told by people. Says Agreement…, Commitment… and Function… facts (schemas.agreements.events).
"""
