"""What is foreseen: levels and training needs from the history of evaluations, with their doubt."""
