#ifndef LEAD_IMPORT_CZLIB_SHIM_H
#define LEAD_IMPORT_CZLIB_SHIM_H

#include <zlib.h>

#endif
