"""Departments that answer for services."""
