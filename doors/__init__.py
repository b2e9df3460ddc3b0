"""Can it be proved? A sandbox under the policy in force, and readers of every kind who try every door of the application."""
