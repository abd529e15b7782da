"""Made-up portfolios of any size, the same for the same seed, for trying and measuring."""

from seedline.synth.chance import Chance
from seedline.synth.portfolio import synthesise

__all__ = ["Chance", "synthesise"]
