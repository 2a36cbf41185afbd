#include "CBlockMasks.h"
