"""What holds across records beyond their shapes: one function a rule."""
