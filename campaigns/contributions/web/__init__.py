"""Addresses that hold for any text people bring."""
