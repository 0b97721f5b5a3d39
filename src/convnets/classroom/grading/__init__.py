"""One class on its way through: `grade` by our command, `steps` by nbgrader's own (``nbgrader autograde``, formgrader), `page` what of a student's may stand
on nbgrader's pages."""
