import {
  Boxes,
  ChevronLeft,
  ChevronRight,
  FileText,
  Hand,
  Headphones,
  Headset,
  Landmark,
  Mic,
  MicOff,
  MonitorUp,
  RotateCw,
  Volume2,
  X,
} from 'lucide';
import { icon } from './icon.tsx';

export const CloseIcon = icon(X);
export const DocumentIcon = icon(FileText);
export const GroupsIcon = icon(Boxes);
export const HallIcon = icon(Landmark);
export const HandIcon = icon(Hand);
export const MicrophoneIcon = icon(Mic);
export const MicrophoneOffIcon = icon(MicOff);
export const NextIcon = icon(ChevronRight);
export const PreviousIcon = icon(ChevronLeft);
export const PrivateWordIcon = icon(Headset);
export const RotateIcon = icon(RotateCw);
export const ScreenIcon = icon(MonitorUp);
export const SoundOnlyIcon = icon(Headphones);
export const SpeakerIcon = icon(Volume2);

export const Emblem = () => (
  <svg class="emblem" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect class="emblem__ground" width="32" height="32" rx="7" />
    <path
      class="emblem__bridge"
      d="M4 22.5h24M6.5 22.5c0-7 4-11.5 9.5-11.5s9.5 4.5 9.5 11.5M11 22.5v-8.7M16 22.5V11M21 22.5v-8.7"
    />
  </svg>
);
