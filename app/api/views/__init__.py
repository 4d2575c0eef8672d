"""What programs ask for, a module for each thing."""
