"""The company: departments, people, posts and who stands in for whom."""
