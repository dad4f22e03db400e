"""The portal owns the pages that people read and answer in. It keeps nothing.

Hears: nothing; it asks the others when a page is opened.
Says: any command, when somebody sends its form.
"""
