"""What made the small models that ship with SceneScore: one folder a model."""
