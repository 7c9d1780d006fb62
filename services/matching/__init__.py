"""Matching: what the market holds for each person, and whom each job or resource is for."""
