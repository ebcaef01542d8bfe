"""SceneScore in the editing programs: the hosts that the panel and the doctor find."""
