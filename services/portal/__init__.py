"""The portal owns the pages that people read and answer in, and who may sign in to them: accounts, links, sessions.

Hears: nothing; it asks the others when a page is opened. Is told AddAccount and EndAccount.
Says: AccountAdded and AccountEnded, and any command of others, when somebody who may sends its form.
"""
