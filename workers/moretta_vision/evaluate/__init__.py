"""How good detections are, against boxes that people drew: numpy only, no network, no picture is opened."""
