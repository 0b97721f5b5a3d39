"""The course as a site: `convnets site`. One idea a file; `build` brings them together."""

from convnets.classroom.site.build import build

__all__ = ["build"]
