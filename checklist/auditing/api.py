from checklist.api import *
