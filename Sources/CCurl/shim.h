#ifndef LEAD_IMPORT_CCURL_SHIM_H
#define LEAD_IMPORT_CCURL_SHIM_H

#include <curl/curl.h>

#endif
