/* rtcp_words.h — numbers of RTCP that its reader (rtcp.c) and its writer (rtcp_write.c) share; nobody else includes it.
 * RFC     3550 §6, 3611 §4, 4585 §6, 5104 §4.3 */
#pragma once

enum { SR = 200, RR = 201, SDES = 202, BYE = 203, RTPFB = 205, PSFB = 206, XR = 207 };
enum { FB_NACK = 1, FB_TWCC = 15, FB_PLI = 1, FB_FIR = 4, FB_APPLICATION = 15 };
enum { XR_CLOCK = 4, XR_CLOCK_BACK = 5 };
#define BLOCK_BYTES 24
#define XR_CLOCK_BYTES 12
#define XR_BACK_BYTES 12
#define REMB_WORD 0x52454D42u        /* "REMB" */
