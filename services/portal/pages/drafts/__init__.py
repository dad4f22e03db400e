"""How does somebody who seldom writes agreements write one, step by step, with a draft that is saved at every step?"""
