"""What people do with ideas. Each verb asks for the right, changes rows, announces the fact."""
