/* offers.h — offers as browsers make them, for the tests of SDP. */
#pragma once

#define FINGERPRINT "0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9"
#define HEAD "v=0\r\no=- 4611 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
#define ICE "a=ice-ufrag:Ab+/\r\na=ice-pwd:0123456789012345678901\r\na=ice-options:trickle\r\n"
#define TRANSPORT ICE "a=fingerprint:sha-256 " FINGERPRINT "\r\na=setup:actpass\r\n"

#define CHROME_AUDIO(direction) \
	"m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 126\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n" TRANSPORT "a=mid:0\r\n" \
	"a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n" \
	"a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n" \
	"a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=" direction "\r\na=rtcp-mux\r\na=rtcp-rsize\r\n" \
	"a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n" \
	"a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=rtpmap:9 G722/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n" \
	"a=rtpmap:13 CN/8000\r\na=rtpmap:126 telephone-event/8000\r\n"
#define FEEDBACK(pt) \
	"a=rtcp-fb:" pt " goog-remb\r\na=rtcp-fb:" pt " transport-cc\r\na=rtcp-fb:" pt " ccm fir\r\na=rtcp-fb:" pt " nack\r\na=rtcp-fb:" pt " nack pli\r\n"
#define VIDEO_CODEC(pt, codec, rtx) "a=rtpmap:" pt " " codec "/90000\r\n" FEEDBACK(pt) "a=rtpmap:" rtx " rtx/90000\r\na=fmtp:" rtx " apt=" pt "\r\n"
#define CHROME_VIDEO(direction) \
	"m=video 9 UDP/TLS/RTP/SAVPF 96 97 103 104 107 108 109 114 39 40 98 99 116\r\nc=IN IP4 0.0.0.0\r\n" TRANSPORT "a=mid:1\r\n" \
	"a=extmap:14 urn:ietf:params:rtp-hdrext:toffset\r\na=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n" \
	"a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n" \
	"a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay\r\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n" \
	"a=" direction "\r\na=rtcp-mux\r\na=rtcp-rsize\r\na=rtcp-xr:rcvr-rtt=all\r\n" VIDEO_CODEC("96", "VP8", "97") \
	VIDEO_CODEC("103", "H264", "104") "a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f\r\n" \
	VIDEO_CODEC("107", "H264", "108") "a=fmtp:107 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f\r\n" \
	VIDEO_CODEC("109", "H264", "114") "a=fmtp:109 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n" \
	VIDEO_CODEC("39", "AV1", "40") VIDEO_CODEC("98", "VP9", "99") "a=fmtp:98 profile-id=0\r\na=rtpmap:116 red/90000\r\n"

#define CHROME_WHEP HEAD "a=group:BUNDLE 0 1\r\na=extmap-allow-mixed\r\na=msid-semantic: WMS\r\n" CHROME_AUDIO("recvonly") CHROME_VIDEO("recvonly")
#define CHROME_WHIP HEAD "a=group:BUNDLE 0 1\r\na=extmap-allow-mixed\r\na=msid-semantic: WMS x\r\n" CHROME_AUDIO("sendonly") CHROME_VIDEO("sendonly") \
	"a=candidate:1 1 udp 2122260223 192.0.2.7 54400 typ host generation 0\r\na=rid:q send\r\na=rid:h send\r\na=simulcast:send q;h\r\n"

/* Fingerprint and setup of the session, two credentials, a data channel in the bundle. */
#define FIREFOX_WHEP \
	"v=0\r\no=mozilla...THIS_IS_SDPARTA-99.0 12 0 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=fingerprint:sha-256 " FINGERPRINT "\r\n" \
	"a=group:BUNDLE 0 1 2\r\na=ice-options:trickle\r\na=msid-semantic:WMS *\r\n" \
	"m=video 9 UDP/TLS/RTP/SAVPF 120 124\r\nc=IN IP4 0.0.0.0\r\na=recvonly\r\na=extmap:3/recvonly urn:ietf:params:rtp-hdrext:sdes:mid\r\n" \
	"a=fmtp:120 max-fs=12288;max-fr=60\r\na=fmtp:124 apt=120\r\na=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa\r\na=ice-ufrag:aaaaaaaa\r\na=mid:0\r\n" \
	"a=rtcp-fb:* nack\r\na=rtcp-fb:120 nack pli\r\na=rtcp-mux\r\na=rtpmap:120 VP8/90000\r\na=rtpmap:124 rtx/90000\r\na=setup:actpass\r\n" \
	"m=audio 0 UDP/TLS/RTP/SAVPF 109\r\nc=IN IP4 0.0.0.0\r\na=bundle-only\r\na=recvonly\r\na=mid:1\r\na=rtcp-mux\r\na=rtpmap:109 opus/48000/2\r\n" \
	"a=ice-pwd:bbbbbbbbbbbbbbbbbbbbbbbb\r\na=ice-ufrag:bbbbbbbb\r\na=setup:actpass\r\n" \
	"m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=bundle-only\r\na=sendrecv\r\na=mid:2\r\na=setup:actpass\r\n"
