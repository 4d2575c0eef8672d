"""The ground and the roof of the house: foundation, people, pages, wiring. Imports nothing."""
