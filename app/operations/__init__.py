"""Keeping a copy running: setting it up, looking whether all is well, taking its data out and bringing them back, and what search
engines, monitors and lawyers ask of a site. The top of the house: nobody imports it but the roof.

A *backup* is one file with all that an installation holds. A *restore* makes an installation of it: staged beside the present one,
checked whole, then put in its place at one stroke.
"""
