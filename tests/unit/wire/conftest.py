from tests.unit.trend.conftest import folder

__all__ = ["folder"]
