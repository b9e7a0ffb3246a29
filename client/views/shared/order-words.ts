import { catalogue } from '../../i18n/language.ts';

const vi = {
  place: (name: string, place: number) => `${name}, thứ ${place}. Mũi tên lên, xuống để đổi thứ tự`,
  dragHint: 'Kéo để đổi thứ tự',
};

export const orderWords = catalogue({
  vi,
  en: {
    place: (name, place) => `${name}, place ${place}. Arrow up or down changes the order`,
    dragHint: 'Drag to change the order',
  },
});
