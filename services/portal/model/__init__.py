"""What are the rules of accounts, of signing in, and of what each may do? Values in, values and facts out."""
