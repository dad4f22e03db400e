"""What happens when somebody asks something of the agreements service, and when a day dawns?"""
