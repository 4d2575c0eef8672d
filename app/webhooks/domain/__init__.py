"""Addresses are kept, facts are laid out for them, deliveries are sent."""
