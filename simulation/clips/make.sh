#!/usr/bin/env bash
# Makes the clips that synthetic rooms send. The clips are committed, so only this script needs ffmpeg. Run it
# after a change here (any ffmpeg with libvpx, libopus and drawtext, DejaVu Sans: Debian's ffmpeg and
# fonts-dejavu-core).
#
# Pictures: 4 s that loop without a seam (every movement has a period of 4 s), 15 frames/s, a keyframe each
# second so that a keyframe request is answered within a second, one thread and no alternate reference frames
# (hidden frames).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

font=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
bold=/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf
text() { echo "drawtext=fontfile=$1:text='$2':fontcolor=$3:fontsize=$4:x=(w-text_w)/2:y=$5"; }

# The grain gives the picture the bitrate of a camera's: a bare test card would need a tenth of the packets.
picture="
  gradients=s=1280x720:c0=0x12324a:c1=0x2c7a8c:x0=0:y0=0:x1=1280:y1=720:n=2:speed=0.00001:d=4:r=15[wall];
  color=0xf2c14e:s=88x88:r=15:d=4,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='255*clip(44-hypot(X-44,Y-44),0,1)'[sun];
  [wall][sun]overlay=x='596+420*sin(PI*t/2)':y='500+70*cos(PI*t)'[a];
  [a]$(text $bold 'Điểm cầu' white 132 210),
     $(text $font 'Hình mẫu · Test picture' '0xcfe6ee' 40 380),
     $(text $font '%{eif\:mod(t,4)+1\:d} · %{eif\:mod(n,15)+1\:d\:2}' '0xf2c14e' 44 110),
     noise=alls=7:allf=t,format=yuv420p[out]"

# layer FILE WIDTH HEIGHT BITRATE
layer() {
  ffmpeg -hide_banner -loglevel error -y -filter_complex "$picture;[out]scale=$2:$3:flags=area[layer]" -map '[layer]' \
    -t 4 -c:v libvpx -threads 1 -deadline good -cpu-used 0 -auto-alt-ref 0 -lag-in-frames 0 -error-resilient 1 \
    -g 15 -keyint_min 15 -b:v "$4" -minrate "$4" -maxrate "$4" -bufsize "$4" -bitexact -f ivf "$1"
}
layer camera-0.ivf 320 180 90k
layer camera-1.ivf 640 360 300k
layer camera-2.ivf 1280 720 1100k

# Slides: a page of text that changes each second; between two pages nothing moves.
ffmpeg -hide_banner -loglevel error -y -filter_complex "color=0xf4f1ea:s=1280x720:r=5:d=4,
    $(text $bold 'Chương trình phiên họp' '0x12324a' 56 90),
    $(text $font 'Trang %{eif\:floor(t)+1\:d} · Page %{eif\:floor(t)+1\:d}' '0x12324a' 44 340),
    $(text $font 'Báo cáo, thảo luận, kết luận' '0x2c7a8c' 40 460),format=yuv420p" \
  -t 4 -c:v libvpx -threads 1 -deadline good -cpu-used 0 -auto-alt-ref 0 -lag-in-frames 0 -error-resilient 1 \
  -g 5 -keyint_min 5 -b:v 400k -bitexact -f ivf slides.ivf

# Audio: a murmur with the pitch and the syllables of a calm voice, quiet enough to leave running during work.
ffmpeg -hide_banner -loglevel error -y -f lavfi -i "aevalsrc='
  st(0, 120*2*PI*t + 5*sin(PI*t));
  st(1, pow(abs(sin(2*PI*1.75*t)), 0.7) * gt(mod(t,2), 0.3));
  0.08 * ld(1) * (sin(ld(0)) + 0.6*sin(2*ld(0)) + 0.5*sin(4*ld(0)) + 0.25*sin(5*ld(0)) + 0.12*sin(9*ld(0)))':s=48000:d=4" \
  -ac 1 -c:a libopus -b:a 32k -vbr off -application voip -frame_duration 20 -bitexact -f ogg voice.ogg
