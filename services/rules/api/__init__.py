"""The rules service over HTTP: the playbook, and drafts of tasks."""
