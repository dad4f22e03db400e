"""The command line `lofteskoll`: starts an embedded system, and asks and tells the services of any system."""
