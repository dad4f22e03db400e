"""The portal owns the pages that people read and answer in. It keeps nothing.

Hears: nothing; it asks agreements and followup when a page is opened.
Says: ReportActivity, when somebody answers.
"""
