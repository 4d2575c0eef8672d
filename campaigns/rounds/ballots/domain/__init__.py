"""Casting a ballot, and who may."""
