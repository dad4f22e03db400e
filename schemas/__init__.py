"""The language: what services say to each other. One file per service that speaks. Imports nothing of ours."""
