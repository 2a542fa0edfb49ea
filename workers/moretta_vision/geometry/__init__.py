"""Shapes, interpolation, covering and the rule of what is hidden: pure Python, no numpy, no OpenCV.

Pixels of the upright frame, origin top left, pixel *i* covers [i, i+1), floats.
"""
