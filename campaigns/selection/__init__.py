"""Selection: by a rule published beforehand, after it every published idea has a status and a sentence."""
