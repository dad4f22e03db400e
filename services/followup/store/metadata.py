"""To what do all tables of following up belong?"""

from sqlalchemy import MetaData

metadata = MetaData()
