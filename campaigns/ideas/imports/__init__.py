"""Ideas brought in from files of other places: rows read whatever their encoding, refused with a reason, brought in small steps."""
