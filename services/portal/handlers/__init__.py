"""What the portal does when it is told and asked about accounts."""
