"""Settings, the calendar, jobs and journals of the panel itself."""
