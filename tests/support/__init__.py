"""What tests stand on: servers started for the run, a clock moved by hand, real data."""
