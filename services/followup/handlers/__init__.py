"""What happens when something is agreed, reported, asked, or when time goes by?"""
