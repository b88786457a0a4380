"""Read the atlas from Python: typed records, computed numbers and tables, from a checkout or as a site publishes them.

`pip install` of the project gives these names as `entropy_atlas`; with its extra `pandas` also tables as data frames.

>>> import entropy_atlas
>>> described = entropy_atlas.describe("NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2")
>>> round(described.entropy.all, 4), described.entropy_class
(1.6215, 'high')
>>> atlas = entropy_atlas.load("tests/small")  # or the folder of a checkout or a site, or a site's address
>>> atlas
Collection of 4 materials from tests/small
>>> claim = atlas.materials["alpha"].claims[0]
>>> claim.property, claim.value, claim.unit
('capacity-retention', Decimal('87.0'), 'percent')
>>> atlas.computed("alpha")["class"]
'medium'
>>> atlas.frame("materials").loc[:1, ["id", "entropy_all_R"]].round(3)
      id  entropy_all_R
0  alpha          1.431
1   beta          0.693
"""

from ..chemistry.description import Description, describe
from ..chemistry.messages import FormulaError
from ..errors import InvalidData
from .collection import Collection, load
from .published import ReadError

__all__ = ["Collection", "Description", "FormulaError", "InvalidData", "ReadError", "describe", "load"]
