"""Findings into scorecards."""

from checklist.scoring.scores import Rep, Scorer, firm_score, keeps_open, largest_remainder, stands, team_scores

__all__ = ["Rep", "Scorer", "firm_score", "keeps_open", "largest_remainder", "stands", "team_scores"]
