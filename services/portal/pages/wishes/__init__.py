"""What can be asked for, in Swedish words, and how does a form of any command become that command?"""
