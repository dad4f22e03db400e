"""Where does the portal keep accounts, links that were asked for, and sessions?"""
